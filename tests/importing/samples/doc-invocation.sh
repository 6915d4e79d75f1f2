#!/bin/sh
# Two queues of a raw disk, as a script starts it; qemu-system-x86_64 -device in a comment does not count.
set -e
IMG="$HOME/images/guest one.raw"
exec sudo qemu-system-x86_64 \
  -name "guest one" -machine q35,accel=kvm -cpu host,kvm-pv-eoi=off -smp 4,sockets=1,cores=2,threads=2 -m 4G \
  -object iothread,id=io0,poll-max-ns=0 \
  -drive if=none,id=d0,file="$IMG",format=raw,aio=native,cache=none \
  -device virtio-blk-pci,drive=d0,iothread=io0,num-queues=2,ioeventfd=on,event_idx=off,disable-modern=on \
  -drive file=/srv/seed,,v2.iso,if=virtio,media=disk \
  -netdev tap,id=n0,vhost=on,queues=2,script=no,downscript=no,poll-us=50 \
  -device virtio-net-pci,netdev=n0,mq=on,vectors=6,mac=52:54:00:12:34:56 \
  -netdev user,id=n1,hostfwd=tcp::2222-:22 -device virtio-net-pci,netdev=n1,tx=timer,x-txtimer=20000 \
  -nographic -serial 'mon:stdio' > "guest.log" 2>&1 &
