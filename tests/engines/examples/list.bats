# examples/README.md lists each example, and each has a README.
# shellcheck disable=SC2016  # back quotes are Markdown's
setup() {
  load engine
}

@test "the list names each example, and no other" {
  [ "$(sed -n 's/^| \[[^]]*\](\([^)]*\)).*/\1/p' "$EXAMPLES/README.md" | sort)" = \
    "$(find "$EXAMPLES" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)" ]
}

@test "each example has a README" {
  local folder
  for folder in "$EXAMPLES"/*/; do
    [ -s "$folder/README.md" ]
  done
}

@test "the READMEs quote the files as they are" {
  local folder line
  for folder in "$EXAMPLES"/*/; do
    [ -e "$folder/Dockerfile" ] || continue
    while IFS= read -r line; do
      grep -qxF -- "$line" "$folder/Dockerfile" || { echo "$folder: $line"; return 1; }
    done < <(sed -n '/^```Dockerfile/,/^```$/p' "$folder/README.md" | grep -v '^```')
  done
}
