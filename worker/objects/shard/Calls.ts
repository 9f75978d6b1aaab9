import type { Trace } from '../../env.ts'
import { type Answer, answer } from '../../http/problem.ts'
import type { TimedSignature } from '../../security/verifyCaller.ts'
import type { Caller, ForkCall, HookCall, Placed, PublishedLoop, StartCall, Started } from '../ports.ts'
import type { Receiver } from './CallbackTable.ts'
import { readCallback } from './callersCallback.ts'
import { chooseVersion, pickedVersion, publishedLoop } from './chooseVersion.ts'
import type { NumberedProgram } from './DeployedLoop.ts'
import { noteCall } from './deliveryOf.ts'
import { forkRun } from './forkRun.ts'
import { callerCheck, type Intake, readHookCall } from './intake.ts'
import type { Shard } from './openShard.ts'
import type { HandedOver } from './PersonalVault.ts'
import { holds, placeOf, routingFor } from './placing.ts'
import { readStartCall } from './readStartCall.ts'
import { type Redelivery, redeliver } from './redeliver.ts'
import type { ShardHome } from './ShardHome.ts'
import { detailOf, roomOf, startRun } from './startRun.ts'
import { unknownRun } from './unknownRun.ts'
import { waitOf } from './waitOf.ts'

/** What starts runs: calls of the hook, people and programs, and deliveries that are sent again. */
export class Calls {
  readonly #home: ShardHome
  #gathering: Promise<void> | null = null

  constructor(home: ShardHome) {
    this.#home = home
  }

  async invoke(call: HookCall): Promise<Answer<Placed>> {
    const taken = await this.#invoke(call)
    const { shard } = this.#home
    if (shard) noteCall(shard, call, taken)
    return taken
  }

  async #invoke(call: HookCall): Promise<Answer<Placed>> {
    const deployed = await this.#home.deployed(call.revision)
    if (!deployed.ok) return deployed
    const shard = deployed.value
    const check = callerCheck(this.#home.env, shard.deployed.settings, call)
    const chosen = await chooseVersion(shard, call.pin, check, (version) =>
      this.#home.program(shard, version),
    )
    if (!chosen.ok) return chosen
    const { program, signed } = chosen.value
    const { trigger } = program.program
    const dedupe = shard.deployed.stable()?.program.trigger.dedupe ?? null
    const intake = readHookCall(dedupe, trigger.input, call)
    if (!intake.ok) return intake
    const { hosts } = shard.deployed.settings
    const receiver = readCallback(call.headers.get('pavane-callback'), trigger.callbacks, hosts)
    if (!receiver.ok) return receiver
    const taken = { ...intake.value, receiver: receiver.value, signed }
    const placed = await this.#take(shard, program, taken, {
      ...call,
      wait: waitOf(trigger, call.prefer),
    })
    return answeredKnowing(shard, placed)
  }

  async published(caller: Caller | null): Promise<Answer<PublishedLoop>> {
    const deployed = await this.#home.deployed()
    if (!deployed.ok) return deployed
    return publishedLoop(
      deployed.value,
      caller && callerCheck(this.#home.env, deployed.value.deployed.settings, caller),
    )
  }

  async start(call: StartCall): Promise<Answer<Placed>> {
    const { version, prefer } = call
    const deployed = await this.#home.deployed(call.revision)
    if (!deployed.ok) return deployed
    const shard = deployed.value
    const chosen = version === null ? pickedVersion(shard) : await this.#home.program(shard, version)
    if (!chosen.ok) return chosen
    const read = readStartCall(shard, chosen.value, call)
    if (!read.ok) return read
    const { handed } = call
    if (handed) await shard.vault.prepare(shard.deployed.settings)
    const wait = prefer?.wait ?? null
    const taken = handed ? { ...read.value, handed } : read.value
    return this.#take(shard, chosen.value, taken, { ...call, wait })
  }

  async redeliver(again: Redelivery): Promise<Answer<Started>> {
    const deployed = await this.#home.deployed()
    if (!deployed.ok) return deployed
    const started = redeliver(deployed.value, this.#home.place, again)
    return started.ok ? this.#answerStart(deployed.value, started.value, null) : started
  }

  async fork(call: ForkCall): Promise<Answer<Started>> {
    const deployed = await this.#home.deployed()
    if (!deployed.ok) return deployed
    const shard = deployed.value
    const version = call.version ?? shard.table.get(call.run)?.summary.version
    if (version === undefined) return unknownRun
    const under = await this.#home.program(shard, version)
    if (!under.ok) return under
    const started = forkRun(shard, this.#home.place, under.value, call)
    return started.ok ? this.#answerStart(shard, started.value, call.prefer?.wait ?? null) : started
  }

  /** Takes a call that is this shard’s, or says whose it is. */
  async #take(
    shard: Shard,
    program: NumberedProgram,
    intake: Intake & { receiver: Receiver | null; signed?: TimedSignature | null; handed?: HandedOver },
    { trace, wait, revision }: { trace: Trace; wait: number | null; revision: number },
  ): Promise<Answer<Placed>> {
    const here = this.#home.place
    const proof = { key: intake.key, signed: intake.signed ?? null }
    const place = await placeOf(this.#home.env, shard, here, proof)
    if (place.at === 'elsewhere') {
      // Another shard knows a newer number: it is learnt, and with it the caller.
      if (place.newer !== undefined) await this.#home.deployed(place.newer)
      return answer({ at: 'elsewhere', shard: place.shard, routing: routingFor(shard, revision) })
    }
    const routing = routingFor(shard, revision)
    await this.#gather()
    if (!holds(shard, place, here.number, proof)) return answer({ at: 'elsewhere', shard: null, routing })
    const started = startRun(shard, { ...intake, ...here, program, trace: trace.id })
    if (!started.ok) return started
    const answered = await this.#answerStart(shard, started.value, wait)
    return answered.ok ? answer({ at: 'here', started: answered.value, routing }) : answered
  }

  /**
   * Resolves at once for all calls that wait for it, when what was written before is on the disk. So calls that arrive together are
   * written together: their turns share a commit, which costs as much as a turn.
   */
  #gather(): Promise<void> {
    this.#gathering ??= this.#home.ctx.storage.sync().finally(() => {
      this.#gathering = null
    })
    return this.#gathering
  }

  /** The output gate holds the answer until what was accepted is on the disk: nobody hears of it before. */
  async #answerStart(
    shard: Shard,
    { run, replayed }: { run: string; replayed: boolean },
    wait: number | null,
  ): Promise<Answer<Started>> {
    if (wait !== null && detailOf(shard, run)?.status !== 'ended')
      await shard.subscribers.untilEnded(run, wait * 1000)
    const detail = detailOf(shard, run)
    if (!detail) return unknownRun
    const { queued } = shard.admissions
    return answer({
      run: detail,
      replayed,
      wait,
      queued,
      room: roomOf(shard),
      rowsWritten: shard.open.rowsWritten(run),
    })
  }
}

/** The answer to whoever called: with what the tokens in it stand for. People who look at the run are shown tokens. */
function answeredKnowing({ privacy }: Shard, placed: Answer<Placed>): Answer<Placed> {
  if (!placed.ok || placed.value.at !== 'here') return placed
  const { started } = placed.value
  const { run, body } = started.run
  const shown = { ...started.run, body: privacy.told(run, body) }
  return answer({ ...placed.value, started: { ...started, run: shown } })
}
