/** A line of a text; a heading belongs to the lines up to the next one. */
export interface TextLine {
  readonly text: string;
  readonly isHeading?: true;
}

/** The lines that have all the words of a query, in upper or lower case, with the headings above them. */
export const toMatchingLines = (lines: readonly TextLine[], query: string): readonly TextLine[] => {
  const words = query.toLowerCase().split(' ').filter(Boolean);
  if (words.length === 0) return lines;
  const matching: TextLine[] = [];
  let heading: TextLine | undefined;
  for (const line of lines) {
    if (line.isHeading) heading = line;
    const text = line.text.toLowerCase();
    if (line.isHeading || !words.every((word) => text.includes(word))) continue;
    if (heading) matching.push(heading);
    heading = undefined;
    matching.push(line);
  }

  return matching;
};
