// A web server that finishes the answers it has begun before it ends.
const http = require('node:http');

const answerMs = Number(process.env.ANSWER_MS ?? 3000);
let stopping = false;

const server = http.createServer((request, response) => {
  response.write('begun\n');
  setTimeout(() => response.end('finished\n'), answerMs);
});

// With a grace it comes twice: once to the process group, once to who is left.
process.on('SIGTERM', () => {
  if (stopping) return;
  stopping = true;
  console.log('server: told to stop');
  server.close(() => console.log('server: all is answered'));
});

server.listen(8080, () => console.log('server: ready'));
