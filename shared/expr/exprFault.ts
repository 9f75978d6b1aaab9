/** Something that is certainly wrong with an expression; `unknown-value` says that a comparison always has the same result. */
export type ExprFault = {
  code:
    | 'expression-syntax'
    | 'template-syntax'
    | 'unknown-name'
    | 'unknown-field'
    | 'unknown-function'
    | 'wrong-type'
    | 'not-boolean'
    | 'bad-pattern'
    | 'unknown-value'
  message: string
  /** Where it stands in the source. */
  offset: number
}
