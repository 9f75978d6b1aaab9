import { Webhook } from 'standardwebhooks'

/** Signs and verifies as Standard Webhooks 1.0 say; null when the secret is not base64, with or without `whsec_`. */
export function openWebhook(secret: string): Webhook | null {
  const encoded = secret.replace(/^whsec_/, '')
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && encoded.length % 4 === 0
  return isBase64 ? new Webhook(secret) : null
}
