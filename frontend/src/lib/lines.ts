/** The rows that a text needs, within bounds: for browsers that do not size a box by its content. */
export const linesIn = (text: string, least: number, most: number) =>
  Math.min(most, Math.max(least, text.split("\n").length));
