import type { Command, CommandType } from '../command.ts'

export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>
