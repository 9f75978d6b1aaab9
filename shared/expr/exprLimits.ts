/** The bounds of an expression. Past one it is refused: before it is evaluated where that can be known, else while it is. */
export const exprLimits = {
  /** Characters of one expression. */
  sourceLength: 4000,
  /** Brackets open at once. */
  brackets: 64,
  /** Depth of the syntax tree. */
  depth: 200,
  /** Nodes of the syntax tree, macros expanded. */
  nodes: 4000,
  /** Macros inside macros: the work grows with the power of this. */
  macroDepth: 4,
  /** Units of work of one evaluation: a node evaluated in a macro, an element looked at, 64 characters read or written. */
  work: 250_000,
  /** Characters of a text that an expression builds. */
  textLength: 1_000_000,
  /** Elements of a list that an expression builds. */
  listLength: 50_000,
  /** Characters of a regular expression. */
  patternLength: 1000,
  /** Values in a result. */
  resultNodes: 200_000,
  /** Depth of a result. */
  resultDepth: 500,
} as const
