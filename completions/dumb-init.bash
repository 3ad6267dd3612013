# Completion of dumb-init and the names it takes. Written by tools/completions; do not edit.
# shellcheck shell=bash
_dumb_init() {
  local word=${COMP_WORDS[COMP_CWORD]} role=${COMP_WORDS[0]##*/} at flags
  local -A values=() files=()
  case $role in
    catatonit|podman-init)
      flags='-g -P -L -h -V --version'
      ;;
    tini|tini-static|docker-init)
      flags='-s -p -v -w -g -e -l -h --version'
      values[-p]='HUP INT QUIT TERM USR1 USR2 CONT WINCH ALRM TSTP TTIN TTOU RTMIN+3 RTMAX-1'
      values[-e]='143'
      ;;
    *)
      flags='-c --single-child -r --rewrite --scope -g --grace -k --kill-after -d --delay -e --ok-exit -p --parent-death-signal -w --warn-on-reap -P --pause -q --quiet --report --report-format -v --verbose --doctor -h --help -V --version'
      values[-r]='HUP: INT: QUIT: TERM: USR1: USR2: CONT: WINCH: ALRM: TSTP: TTIN: TTOU: RTMIN+3: RTMAX-1:'
      values[--rewrite]='HUP: INT: QUIT: TERM: USR1: USR2: CONT: WINCH: ALRM: TSTP: TTIN: TTOU: RTMIN+3: RTMAX-1:'
      values[--scope]='child group all'
      values[-g]='5s 10s 30s'
      values[--grace]='5s 10s 30s'
      values[-k]='10s 20s'
      values[--kill-after]='10s 20s'
      values[-d]='HUP: INT: QUIT: TERM: USR1: USR2: CONT: WINCH: ALRM: TSTP: TTIN: TTOU: RTMIN+3: RTMAX-1:'
      values[--delay]='HUP: INT: QUIT: TERM: USR1: USR2: CONT: WINCH: ALRM: TSTP: TTIN: TTOU: RTMIN+3: RTMAX-1:'
      values[-e]='stop 0 143'
      values[--ok-exit]='stop 0 143'
      values[-p]='HUP INT QUIT TERM USR1 USR2 CONT WINCH ALRM TSTP TTIN TTOU RTMIN+3 RTMAX-1'
      values[--parent-death-signal]='HUP INT QUIT TERM USR1 USR2 CONT WINCH ALRM TSTP TTIN TTOU RTMIN+3 RTMAX-1'
      files[--report]=1
      values[--report-format]='text json'
      ;;
  esac
  # The first word that is not an option, nor the value of one, is the command. Readline makes words
  # of "=" and ":".
  local option
  for ((at = 1; at < COMP_CWORD; at++)); do
    option=${COMP_WORDS[at]}
    case $option in
      --) ((at++)); break ;;
      -*) [[ -v values[$option] || -v files[$option] ]] || continue ;;
      *) break ;;
    esac
    [[ ${COMP_WORDS[at + 1]-} != = ]] || ((at++))
    ((at++))
    while ((at < COMP_CWORD)) && [[ ${COMP_WORDS[at + 1]-} == : ]]; do ((at += 2)); done
  done
  [[ $word != [=:] ]] || word=
  if ((at < COMP_CWORD)) && declare -F _command_offset >/dev/null; then
    _command_offset "$at"
  elif ((at < COMP_CWORD)) || [[ $at -gt $COMP_CWORD && -v files[$option] ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  elif ((at > COMP_CWORD)) && [[ ${COMP_WORDS[COMP_CWORD]} == : || ${COMP_WORDS[COMP_CWORD - 1]} == : ]]; then
    mapfile -t COMPREPLY < <(compgen -W "${values[$option]//:/} 0 KILL STOP" -- "$word")
  elif ((at > COMP_CWORD)); then
    mapfile -t COMPREPLY < <(compgen -W "${values[$option]}" -- "$word")
    # What ends in a colon has another part.
    [[ ${COMPREPLY[0]-} != *: ]] || compopt -o nospace 2>/dev/null
  elif [[ $word == -* && ${COMP_WORDS[at - 1]} != -- ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -c -- "$word")
  fi
}
complete -F _dumb_init dumb-init tini tini-static docker-init catatonit podman-init
