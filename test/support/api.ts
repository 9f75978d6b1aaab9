import type { z } from 'zod'
import { type SandboxCall, SandboxCallList, type SandboxRule } from '../../shared/api/sandbox.ts'
import { adminToken, type LocalServer } from './localServer.ts'

/** Calls to a running server, the administrator's or with a token; every answer is checked against the schema of its route. */
export class Api {
  readonly #origin: string
  readonly #token: string

  constructor(server: Pick<LocalServer, 'origin'>, token = adminToken) {
    this.#origin = server.origin
    this.#token = token
  }

  /** Sends a request and gives the answer as it came. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.#origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** Reads a resource. */
  async get<S extends z.ZodType>(path: string, answer: S): Promise<z.infer<S>> {
    const response = await this.send('GET', path)
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`)
    return answer.parse(await response.json())
  }

  /** Tells the sandbox how to misbehave from now on. */
  async setSandboxRules(rules: SandboxRule[]): Promise<void> {
    const response = await this.send('PUT', '/api/sandbox/rules', { rules })
    if (!response.ok) throw new Error(`The sandbox refused the rules: ${await response.text()}`)
  }

  /** Every call that the sandbox received, newest first. */
  async sandboxCalls(): Promise<SandboxCall[]> {
    const calls: SandboxCall[] = []
    for (let query = ''; ; ) {
      const page = await this.get(`/api/sandbox/calls${query}`, SandboxCallList)
      calls.push(...page.calls)
      if (page.next === null) return calls
      query = `?before=${page.next}`
    }
  }
}
