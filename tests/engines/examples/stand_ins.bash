# Stand-ins for the images that examples begin with: the same names, paths and settings, but the programs of this
# machine with the libraries they name, and busybox for everything else.

# Debian does not put the programs of PostgreSQL where PATH finds them.
postgresql=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)

import_stand_ins() {
  import debian:12-slim
  import node:22-slim --change 'CMD ["node"]'
  import python:3.12-slim --change 'CMD ["python3"]'
  import eclipse-temurin:21
  import nginx:1.27 --change 'STOPSIGNAL SIGQUIT' --change 'CMD ["nginx", "-g", "daemon off;"]'
  import postgres:16 --change 'STOPSIGNAL SIGINT' --change 'CMD ["postgres"]'
  import gcc:14
}

# Makes the image docker.io/library/$1 by make_NAME: import NAME:TAG OPTIONS-OF-PODMAN-IMPORT
import() {
  local image=docker.io/library/$1 make=make_${1%%:*} root=$ENGINE/root
  shift
  mkdir "$root"
  "$make" "$root" >"$ENGINE/import" 2>&1 &&
    tar -C "$root" -c . | podman import "$@" - "$image" >>"$ENGINE/import" 2>&1 ||
    give_up "no stand-in for $image: $(cat "$ENGINE/import")" || return 1
  rm -rf "$root"
}

# Made once and copied, as all others stand on it.
make_debian() {
  [ -d "$ENGINE/debian" ] || make_debian_once "$ENGINE/debian"
  cp -a "$ENGINE/debian/." "$1"
}

make_debian_once() {
  mkdir -p "$1"/{etc,proc,root,sys,tmp,var/tmp,usr/bin,usr/local/bin}
  chmod 1777 "$1/tmp"
  add_busybox "$1"
  # A shell that does not become its last command, as that of busybox does.
  rm "$1/bin/sh"
  add_program "$(command -v dash)" "$1" /bin/sh
  ln -s ../../bin/env "$1/usr/bin/env"
  printf '%s\n' root:x:0:0:root:/root:/bin/sh postgres:x:999:999::/var/lib/postgresql:/bin/sh \
    nginx:x:101:101::/nonexistent:/bin/false >"$1/etc/passwd"
  printf '%s\n' root:x:0: postgres:x:999: nginx:x:101: >"$1/etc/group"
}

# Debian's Node comes without npm. A shell that runs a shell is what npm is here.
make_node() {
  make_debian "$1"
  add_program "$(node -p process.execPath)" "$1" /usr/local/bin/node
  if command -v npm >/dev/null; then
    mkdir -p "$1/usr/local/lib/node_modules"
    cp -rL "$(dirname "$(dirname "$(realpath "$(command -v npm)")")")" "$1/usr/local/lib/node_modules/npm"
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/local/bin/npm"
  else
    script "$1/usr/local/bin/npm" 'sh -c "node server.js; true"; true'
  fi
}

# What `pip install` would bring is there already.
make_python() {
  local library packages=$1/usr/lib/python3/dist-packages
  make_debian "$1"
  add_program /usr/bin/python3 "$1" /usr/bin/python3
  library=$(/usr/bin/python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
  mkdir -p "$1$library" "$packages"
  tar -C "$library" --exclude test --exclude __pycache__ --exclude 'config-*' -c . | tar -C "$1$library" -x
  cp -r /usr/lib/python3/dist-packages/{gunicorn*,pkg_resources} "$packages"
  for library in $(ldd "$1$library"/lib-dynload/*.so | awk '/=> \// { print $3 }' | sort -u); do
    mkdir -p "$1$(dirname "$library")"
    cp -nL "$library" "$1$library"
  done
  cp -L "$(command -v gunicorn)" "$1/usr/local/bin/gunicorn"
  script "$1/usr/local/bin/pip" 'exit 0'
}

# A JDK is large. What counts here is what the program of the example does: it answers TERM with 143.
make_eclipse-temurin() {
  make_debian "$1"
  script "$1/usr/local/bin/java" 'trap "echo worker: saved; exit 143" TERM
    echo worker: ready
    while :; do sleep 0.05; done'
}

make_nginx() {
  make_debian "$1"
  add_program "$(command -v nginx)" "$1" /usr/sbin/nginx
  mkdir -p "$1"/{etc/nginx/conf.d,run,usr/share/nginx/html,var/lib/nginx,var/log/nginx}
  ln -s /dev/stdout "$1/var/log/nginx/access.log"
  cat >"$1/etc/nginx/nginx.conf" <<'END'
user nginx;
error_log /dev/stderr notice;
events {}
http {
  include /etc/nginx/conf.d/*.conf;
}
END
  # shellcheck disable=SC2016
  script "$1/docker-entrypoint.sh" 'exec "$@"'
}

# With an empty database, which the entry of the real image would make.
make_postgres() {
  local data=$1/var/lib/postgresql/data
  make_debian "$1"
  add_program "$postgresql/postgres" "$1" "$postgresql/postgres"
  add_program "$postgresql/psql" "$1" "$postgresql/psql"
  add_program "$(command -v setpriv)" "$1" /usr/bin/setpriv
  ln -s "$postgresql"/{postgres,psql} "$1/usr/local/bin/"
  mkdir -p "$1"/{run/postgresql,usr/share/postgresql} "$1${postgresql%/bin}/lib" "$data"
  ln -s ../run "$1/var/run"
  cp -r "/usr/share/$(basename "$(dirname "$(dirname "$postgresql")")")/$(basename "$(dirname "$postgresql")")" \
    "$1/usr/share/postgresql/"
  chmod 755 "$ENGINE" "$1"
  chown -R 999:999 "$1/var/lib/postgresql" "$1/run/postgresql"
  (cd "$data" && TZ=GMT setpriv --reuid 999 --regid 999 --clear-groups "$postgresql/initdb" --pgdata . --no-sync \
    --auth trust --username postgres --locale C) || return 1
  # shellcheck disable=SC2016
  script "$1/usr/local/bin/docker-entrypoint.sh" \
    'PGDATA=/var/lib/postgresql/data exec setpriv --reuid postgres --regid postgres --clear-groups "$@"'
}

# gcc itself is the machine's: whoever builds lays /usr over this.
make_gcc() {
  local folder
  mkdir -p "$1"/{proc,sys,tmp,usr}
  for folder in bin lib lib64 sbin; do
    ln -s "usr/$folder" "$1/$folder"
  done
}

# Writes a program of shell lines.
script() {
  printf '#!/bin/sh\n%s\n' "$2" >"$1"
  chmod +x "$1"
}
