#!/bin/sh
# Puts a program and everything it needs to run into a folder that becomes an image's root.
#
# usage: rootfs.sh PROGRAM FOLDER
set -eu

program=$1
root=$2

# proc and dev are mount points, which nobody can make in a root that is read-only.
mkdir -p "$root/usr/bin" "$root/etc/ssl/certs" "$root/data" "$root/tmp" "$root/proc" "$root/dev"
cp "$program" "$root/usr/bin/ghostllm"
chmod 755 "$root/usr/bin/ghostllm"

# The C library's files, where the program looks for them. A static program has none.
libraries=$(ldd "$program" 2>/dev/null | grep -o '/[^ ]*' || true)
for library in $libraries; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done

# Names of hosts are looked up by files and DNS; both parts are in the C library itself since glibc 2.34.
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
echo 'ghostllm:x:65532:65532:ghostllm:/data:/sbin/nologin' > "$root/etc/passwd"
echo 'ghostllm:x:65532:' > "$root/etc/group"

if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
fi

# Who is not root cannot give files away; then the data folder is everybody's inside the image.
chown 65532:65532 "$root/data" 2>/dev/null || chmod 1777 "$root/data"
chmod 1777 "$root/tmp"
