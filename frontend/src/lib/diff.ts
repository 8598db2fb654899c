export interface Piece {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Beyond this many comparisons a text counts as rewritten as a whole. */
const MOST = 4_000_000;

const words = (text: string) => text.match(/^\s+|\S+\s*/g) ?? [];

/** What was taken out of a text and what was put in, word by word, in reading order. */
export function wordDiff(before: string, after: string): Piece[] {
  const old = words(before);
  const fresh = words(after);
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (
    end < old.length - start &&
    end < fresh.length - start &&
    old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
  )
    end++;
  return joined([
    ...old.slice(0, start).map(piece("same")),
    ...middle(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)),
    ...old.slice(old.length - end).map(piece("same")),
  ]);
}

const piece =
  (kind: Piece["kind"]) =>
  (text: string): Piece => ({ kind, text });

/** The longest common run of words, by the textbook table. */
function middle(old: string[], fresh: string[]): Piece[] {
  if (old.length * fresh.length > MOST) return [...old.map(piece("removed")), ...fresh.map(piece("added"))];
  const width = fresh.length + 1;
  const length = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number) => length[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = fresh.length - 1; column >= 0; column--) {
      length[row * width + column] =
        old[row] === fresh[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const found: Piece[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length && column < fresh.length) {
    if (old[row] === fresh[column]) {
      found.push({ kind: "same", text: old[row] ?? "" });
      row++;
      column++;
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      found.push({ kind: "removed", text: old[row++] ?? "" });
    } else {
      found.push({ kind: "added", text: fresh[column++] ?? "" });
    }
  }
  return [...found, ...old.slice(row).map(piece("removed")), ...fresh.slice(column).map(piece("added"))];
}

/** Fewer words than these between two changes belong to them: a rewritten line is not cut to pieces. */
const FEW = 3;

/** Each change as what was taken out and then what was put in; neighbours of one kind as one piece. */
function joined(pieces: Piece[]): Piece[] {
  const found: Piece[] = [];
  let removed = "";
  let added = "";
  const close = () => {
    if (removed) found.push({ kind: "removed", text: removed });
    if (added) found.push({ kind: "added", text: added });
    removed = added = "";
  };
  const groups = grouped(pieces);
  for (const [place, { kind, text }] of groups.entries()) {
    const inside = place > 0 && place < groups.length - 1;
    if (kind === "removed") removed += text;
    else if (kind === "added") added += text;
    else if (inside && words(text).length < FEW) {
      removed += text;
      added += text;
    } else {
      close();
      found.push({ kind, text });
    }
  }
  close();
  return found;
}

function grouped(pieces: Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const { kind, text } of pieces) {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  }
  return found;
}
