/** Something that is certainly wrong with an expression. */
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
  message: string
  /** Where it stands in the source. */
  offset: number
}
