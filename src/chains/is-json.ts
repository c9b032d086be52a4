// Whether a text is JSON to its end: for judges of answers that are too long to be looked at otherwise.

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
