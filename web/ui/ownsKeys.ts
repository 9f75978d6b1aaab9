/** Elements that have a use of their own for keys without a modifier. */
export const ownsKeys =
  'input, textarea, select, [contenteditable="true"], [role="listbox"], [role="tree"], [role="menu"], [role="dialog"]'
