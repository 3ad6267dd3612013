// Leaves processes without a parent: each shell starts a job and ends before it.
const { spawn } = require('node:child_process');

for (let number = 1; number <= 5; ++number) {
  spawn('sh', ['-c', 'sleep 0.1 & echo "job: started"'], { stdio: 'inherit' });
}
setInterval(() => {}, 1 << 30);  // Live on, as a server would.
