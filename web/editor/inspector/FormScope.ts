import { createContext, useContext } from 'react'

/** Which node the fields around belong to; null for the loop itself. */
export const FormScope = createContext<string | null>(null)

export function useFormNode(): string | null {
  return useContext(FormScope)
}
