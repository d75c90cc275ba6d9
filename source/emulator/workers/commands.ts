/**
 * Commands that a real worker has and this computer has not, by name; each is a bash script.
 *
 * `sudo` runs as the same user: worker shells never get root privileges (threat model E-4). What it does do is map
 * `/.dx-hold` to a file in the worker's home. Footing: the names are documented, all the rest is assumed.
 */
export const workerCommands: Readonly<Record<string, string>> = {
  sudo: `# No privileges are given: the command runs as you, and /.dx-hold is a file in your home folder.
while [[ \${1-} == -* ]]; do
  case $1 in -u | -g) shift ;; --) shift; break ;; esac
  shift
done
words=()
for word; do
  [[ $word == /.dx-hold ]] && word=$HOME/.dx-hold
  words+=("\${word// \\/.dx-hold/ $HOME\\/.dx-hold}")
done
[ "\${#words[@]}" -gt 0 ] || { echo 'usage: sudo command' >&2; exit 1; }
exec "\${words[@]}"
`,
  'dx-emulator-call': `# dx-emulator-call SUBJECT/METHOD JSON: one call of the API with the job's own token.
[ -n "\${DX_SECURITY_CONTEXT-}" ] || . "$HOME/environment"
token=$(sed 's/.*"auth_token": *"\\([^"]*\\)".*/\\1/' <<<"$DX_SECURITY_CONTEXT")
exec 3<>"/dev/tcp/$DX_APISERVER_HOST/$DX_APISERVER_PORT" || exit 1
LC_ALL=C
printf 'POST /%s HTTP/1.1\\r\\nHost: %s:%s\\r\\nAuthorization: Bearer %s\\r\\nContent-Type: application/json\\r\\nContent-Length: %s\\r\\nConnection: close\\r\\n\\r\\n%s' \\
  "$1" "$DX_APISERVER_HOST" "$DX_APISERVER_PORT" "$token" "\${#2}" "$2" >&3
read -r _ status _ <&3
while IFS= read -r line <&3 && [ -n "\${line%$'\\r'}" ]; do :; done
reply=$(cat <&3)
if [ "$status" != 200 ]; then printf '%s\\n' "$reply" >&2; exit 3; fi
printf '%s\\n' "$reply"
`,
  'dx-jobutil-new-job': `# dx-jobutil-new-job FUNCTION [-iNAME=VALUE]...: makes a subjob and prints its ID.
name=\${1:?a function is missing}
shift
input=
for word; do
  [[ $word == -i*=* ]] || { echo "unknown argument: $word" >&2; exit 2; }
  key=\${word#-i}
  value=\${key#*=}
  value=\${value//\\\\/\\\\\\\\}
  input+="\${input:+, }\\"\${key%%=*}\\": \\"\${value//\\"/\\\\\\"}\\""
done
reply=$(dx-emulator-call job/new "{\\"function\\": \\"$name\\", \\"input\\": {$input}}") || exit
sed 's/.*"id": *"\\([^"]*\\)".*/\\1/' <<<"$reply"
`,
};

/** What an app of the name `cloud_workstation` brings along. Footing: documented, reference H.4; the file is assumed. */
export const workstationCommands: Readonly<Record<string, string>> = {
  'dx-get-timeout': `deadline=$(cat ~/.dx.timeout 2>/dev/null) || { echo 'The session has no timeout yet.' >&2; exit 1; }
left=$((deadline - $(date +%s)))
[ "$left" -gt 0 ] || left=0
echo "$((left / 86400)) days $((left / 3600 % 24)) hours $((left / 60 % 60)) minutes $((left % 60)) seconds"
`,
  'dx-set-timeout': `text=\${1-}
[[ $text =~ ^[0-9]+[smhdwMy]$ ]] || { echo 'usage: dx-set-timeout NUMBER and one of s, m, h, d, w, M, y; for example 20h' >&2; exit 1; }
case $text in *s) unit=1 ;; *m) unit=60 ;; *h) unit=3600 ;; *d) unit=86400 ;; *w) unit=604800 ;; *M) unit=2592000 ;; *y) unit=31536000 ;; esac
deadline=$(($(date +%s) + 10#\${text%?} * unit))
echo "$deadline" >~/.dx.timeout.new && mv ~/.dx.timeout.new ~/.dx.timeout
`,
  'dx-create-snapshot': `name=$(date +%Y-%m-%d_%H-%M-%S).snapshot
if [ "\${1-}" = --name ]; then name=\${2:?a name is missing}; fi
[[ $name =~ ^[A-Za-z0-9._-]+$ ]] || { echo 'The name may have letters, digits, dots, dashes and underscores.' >&2; exit 1; }
[ -n "\${DX_PROJECT_CONTEXT_ID-}" ] || . "$HOME/environment"
tar -czf "$HOME/$name.tar.gz" --exclude "./$name.tar.gz" --exclude ./.dx.timeout -C "$HOME" . || [ $? -eq 1 ] || exit # 1: a file changed meanwhile, as a live folder's do
reply=$(dx-emulator-call file/new "{\\"project\\": \\"$DX_PROJECT_CONTEXT_ID\\", \\"name\\": \\"$name.tar.gz\\"}") || exit
id=$(sed 's/.*"id": *"\\([^"]*\\)".*/\\1/' <<<"$reply")
dx-emulator-call "$id/close" '{}' >/dev/null || exit
echo "Created snapshot: $name.tar.gz ($id)"
`,
};
