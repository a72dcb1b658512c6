/**
 * Takes the cells of a row, trimmed, and its number as a spreadsheet shows it (from 1). Empty rows are not given, but
 * counted.
 */
export type TakeRow = (cells: readonly string[], row: number) => void;
