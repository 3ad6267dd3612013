# Apache: TERM cuts off the requests that are being answered, WINCH lets them finish. But a terminal that
# changes its size sends WINCH as well.
# shellcheck disable=SC2154  # folder, init and log come from engine.bash
setup() {
  load engine
  make_folder
  mkdir "$folder/cgi"
  cat >"$folder/httpd.conf" <<END
ServerRoot $folder
ServerName localhost
Listen 127.0.0.1:8080
PidFile httpd.pid
DefaultRuntimeDir $folder
ErrorLog /dev/stderr
LoadModule mpm_prefork_module $modules/mod_mpm_prefork.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule alias_module $modules/mod_alias.so
LoadModule cgi_module $modules/mod_cgi.so
ScriptAlias / $folder/cgi/
END
  # An answer that begins at once and goes on when "go" is there.
  cat >"$folder/cgi/slow" <<END
#!/bin/sh
printf 'Content-Type: text/plain\n\nbegun\n'
until [ -e $folder/go ]; do sleep 0.05; done
echo finished
END
  chmod +x "$folder/cgi/slow"
}

teardown() {
  end_all
}

modules=/usr/lib/apache2/modules

start_apache() {
  start "$@" apache2 -f "$folder/httpd.conf" -D FOREGROUND
  expect_line "resuming normal operations"
}

# A client in the background that has got the beginning of its answer.
request() {
  : >"$folder/answer"
  nsenter --target "$init" --net busybox wget -q -O - http://127.0.0.1:8080/slow >>"$folder/answer" 3>&- &
  client=$!
  eventually grep -qx begun "$folder/answer"
}

@test "TERM rewritten to WINCH lets a request be answered to its end" {
  start_apache --rewrite TERM:WINCH
  request
  kill -TERM "$init"
  expect_line "caught SIGWINCH, shutting down gracefully"
  touch "$folder/go"
  wait "$client"
  grep -qx finished "$folder/answer"
  expect_end 0
}

@test "TERM as it is cuts the request off" {
  start_apache
  request
  kill -TERM "$init"
  expect_line "caught SIGTERM, shutting down"
  expect_end 0
  wait "$client" || true
  run -1 grep -qx finished "$folder/answer"
}

@test "WINCH rewritten to nothing does not stop Apache, and TERM still becomes WINCH" {
  start_apache --verbose --rewrite WINCH:0 --rewrite TERM:WINCH
  kill -WINCH "$init"
  expect_line "received SIGWINCH"
  # Apache would not do this if it were about to end.
  kill -HUP "$init"
  expect_line "SIGHUP received.  Attempting to restart"
  eventually resumed_twice
  kill -TERM "$init"
  expect_line "caught SIGWINCH, shutting down gracefully"
  expect_end 0
}

resumed_twice() {
  [ "$(grep -c "resuming normal operations" "$log")" -eq 2 ]
}
