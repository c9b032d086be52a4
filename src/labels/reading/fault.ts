// What makes a row, or a whole file, no label: one sentence without its subject ("its chain is empty").

/** Of one row; the rest of the file loads. Never holds the cell itself: it may be a key that slipped into the file. */
export class RowFault extends Error {}

/** Of the file as a whole. */
export class TextFault extends Error {}
