/** A cell as it is: a text, a number, yes or no, or nothing. */
export type ExportCell = string | number | boolean | null;

/** What is exported: the columns have English names with their units, whatever the app's language. */
export type ExportTable = {
  columns: readonly string[];
  rows: readonly (readonly ExportCell[])[];
};
