// A web server that brings its work to an end when it is told to stop: it needs the file "go" for that.
const fs = require('node:fs');
const http = require('node:http');

function finish() {
  if (!fs.existsSync('go')) {
    setTimeout(finish, 50);
    return;
  }
  fs.writeFileSync('server.saved', '');
  process.exit(0);
}

const server = http.createServer((request, response) => response.end('hello\n'));
process.on('SIGTERM', () => {
  console.log('server: told');
  finish();
});
server.listen(0, '127.0.0.1', () => console.log('server: ready'));
