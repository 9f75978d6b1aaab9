import { asAdmin } from './edge.ts'

/** Sets a secret; its name. */
export async function aSecret(value: string): Promise<string> {
  const name = `s${crypto.randomUUID().replaceAll('-', '')}`
  await asAdmin(`/api/secrets/${name}`, { method: 'PUT', json: { value } })
  return name
}
