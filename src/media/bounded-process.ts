import { type ChildProcess, spawn } from 'node:child_process';
import { diskFullError } from '../lib/disk-full.ts';

export interface BoundedProcess {
  /** A path, or a name that is looked for on the PATH. */
  command: string;
  args: readonly string[];
  /** Wall-clock time after which it is killed. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * Address space, which bounds memory whatever is fed in. The largest video that is decoded (4K, 16 reference frames) needs
 * 1.0 GB of it, and half of that in memory.
 */
const MEMORY_LIMIT_KIB = 1_500_000;
/** Two threads decode and two encode. By this it ends even when the bot was killed and nobody watches the time. */
const CPU_SECONDS_PER_SECOND = 4;
const MAX_OUTPUT_CHARACTERS = 16_000;
const MAX_ERROR_CHARACTERS = 2_000;
/** In the system's words for ENOSPC and EDQUOT: a program says no more of it. */
const SYSTEM_HAS_NO_ROOM = /No space left on device|Disk quota exceeded/;
/**
 * All in one process, whose id stays the same. A limit that is lower already stays. Each thread's own arena would take address
 * space that is never used.
 */
const LIMITED =
  'ulimit -v "$0" 2>/dev/null; ulimit -t "$1" 2>/dev/null; shift; exec env -i PATH="$PATH" MALLOC_ARENA_MAX=2 nice -n 10 "$@"';

/**
 * Runs a program at low priority, with its memory and time bounded. It inherits nothing of the environment but the PATH, for
 * the bot's environment holds secrets. When this settles, the process is gone.
 * @returns the beginning of its standard output
 * @throws the signal's reason when aborted; `diskFullError` when it said so; Error with the last it said when it failed
 * otherwise or took too long
 */
export async function runBounded({ command, args, timeoutMs, signal }: BoundedProcess): Promise<string> {
  signal?.throwIfAborted();
  const cpuSeconds = Math.ceil((timeoutMs / 1_000) * CPU_SECONDS_PER_SECOND);
  const child = spawn('sh', ['-c', LIMITED, `${MEMORY_LIMIT_KIB}`, `${cpuSeconds}`, command, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, to be killed as one: what is configured may be a script that starts the program.
    detached: true,
  });
  let output = '';
  let lastWords = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(0, MAX_OUTPUT_CHARACTERS);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-MAX_ERROR_CHARACTERS);
  });
  const end = await ended(child, timeoutMs, signal);
  signal?.throwIfAborted();
  if (end === 'exit 0') return output;
  const failure = new Error(`${command}: ${end}${lastWords === '' ? '' : `: ${lastWords.trim()}`}`);
  throw SYSTEM_HAS_NO_ROOM.test(lastWords) ? diskFullError(failure) : failure;
}

/** Kills it when it is aborted or out of time, and waits until it is gone. @returns how it ended, in words */
function ended(child: ChildProcess, timeoutMs: number, signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    let late = false;
    const kill = () => killGroup(child);
    const timer = setTimeout(() => {
      late = true;
      kill();
    }, timeoutMs);
    signal?.addEventListener('abort', kill, { once: true });
    const cleanUp = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
    };
    child.once('error', (error) => {
      cleanUp();
      reject(error);
    });
    child.once('close', (code, killedBy) => {
      cleanUp();
      resolve(
        late ? `killed after ${timeoutMs / 1_000} s` : killedBy ? `killed by ${killedBy}` : `exit ${code}`,
      );
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ESRCH') return; // It ended already.
    throw error;
  }
}
