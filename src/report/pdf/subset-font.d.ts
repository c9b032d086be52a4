// What of subset-font is used here; it brings no types.
declare module 'subset-font' {
  function subsetFont(
    font: Uint8Array,
    text: string,
    options: {
      readonly targetFormat: 'sfnt';
      readonly variationAxes: Readonly<Record<string, number>>;
      readonly dropTables: readonly string[];
    },
  ): Promise<Buffer>;
  export = subsetFont;
}
