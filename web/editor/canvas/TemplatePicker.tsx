/** Whole loops to start from. */
export function TemplatePicker() {
  return null
}
