// Leaves processes without a parent: each worker starts a detached `echo` and dies before it ends.
// Says "ready" when every echo has ended; by then nobody but PID 1 can reap them.
const { spawn } = require('node:child_process');
const fs = require('node:fs');

const JOBS = 5;

function work() {
  const echo = spawn('echo', ['done'], { detached: true, stdio: 'ignore' });
  fs.writeSync(1, String(echo.pid));
  process.kill(process.pid, 'SIGKILL');
}

function pidFromDyingWorker() {
  return new Promise((resolve) => {
    const stdio = ['ignore', 'pipe', 'inherit'];
    const worker = spawn(process.execPath, [__filename, 'work'], { stdio });
    let pid = '';
    worker.stdout.on('data', (data) => { pid += data; });
    worker.on('close', () => resolve(pid));
  });
}

function hasEnded(pid) {
  try {
    return /\) [ZX] /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch (error) {
    return true;  // Ended and reaped already.
  }
}

async function main() {
  const pids = await Promise.all(Array.from({ length: JOBS }, pidFromDyingWorker));
  const look = setInterval(() => {
    if (pids.every(hasEnded)) {
      clearInterval(look);
      console.log('ready');
    }
  }, 10);
  setInterval(() => {}, 1 << 30);  // Live on, as a server would.
}

if (process.argv[2] === 'work') {
  work();
} else {
  main();
}
