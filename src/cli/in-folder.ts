// Files of a case by their names in it, so that a result does not depend on where the folder lies.

export function inFolder(file: string, folder: string): string {
  return file.startsWith(folder) ? file.slice(folder.length).replace(/^[/\\]+/, '') : file;
}
