// The forms in which labels can be written (pack-text.ts), by name: for a help that loads nothing else.

export const exportFormats = ['csv', 'json', 'tagpack'] as const;
export type ExportFormat = (typeof exportFormats)[number];
