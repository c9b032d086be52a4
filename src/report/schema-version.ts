// The version of the JSON of a result. In a file of its own, so that printing a result does not load zod.

/** Goes up when a reader of the old form would misread the new one. */
export const SCHEMA_VERSION = 1;
