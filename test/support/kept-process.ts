// A process that outlives neither whoever stops it nor the test that started it, however that ends.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** Ends the process when its own input ends, which is when whoever started it says so, or is killed. */
const KEEPER = '"$0" "$@" & node=$!; cat > /dev/null; kill -9 $node; wait $node 2> /dev/null';

interface Kept {
  readonly child: ChildProcessWithoutNullStreams;
  stop(): Promise<void>;
}

export function keptProcess(program: string, argv: readonly string[]): Kept {
  const child = spawn('sh', ['-c', KEEPER, program, ...argv]);
  return {
    child,
    async stop() {
      if (child.exitCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      await gone;
    },
  };
}
