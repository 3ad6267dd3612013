// Sends back what it is sent, one client at a time. It knows nothing of signals.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(7)};
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) == -1 || listen(listener, 8) == -1) {
    perror("server");
    return 1;
  }
  puts("server: ready");
  fflush(stdout);
  for (;;) {
    char text[512];
    ssize_t length;
    int client = accept(listener, NULL, NULL);
    while ((length = read(client, text, sizeof text)) > 0) {
      if (write(client, text, length) != length) break;
    }
    close(client);
  }
}
