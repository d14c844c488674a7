#!/bin/bash
# A Slurm cluster of two nodes, n1 and n2, on this machine: `cluster.sh start`, `cluster.sh stop`.
#
# Needs root and Debian's slurm-wlm and munge (start installs what is missing). Everything lies in one directory, $SLURM_TEST_DIR
# or one below the system's temporary one; nothing of a Slurm that is installed for use is touched. After `start`, in a shell:
#
#   export SLURM_CONF="$(Benchmarks/slurm/cluster.sh conf)"
set -euo pipefail
home=${SLURM_TEST_DIR:-${TMPDIR:-/tmp}/tenas-slurm}
cpus=$(nproc)

start() {
  [[ $(id -u) -eq 0 ]] || { echo "a Slurm cluster can be started by root only" >&2; exit 77; }
  if ! command -v slurmctld munged slurmd sbatch >/dev/null; then
    command -v apt-get >/dev/null || { echo "slurm-wlm and munge are missing, and there is no apt-get" >&2; exit 77; }
    apt-get update -qq </dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Use-Pty=0 \
      --no-install-recommends slurm-wlm munge </dev/null >/dev/null || { echo "slurm-wlm cannot be installed" >&2; exit 77; }
  fi
  stop
  mkdir -p "$home"/{state,n1,n2,log}
  chmod 755 "$home"
  [[ -f $home/munge.key ]] || (umask 077; head -c 1024 /dev/urandom > "$home/munge.key")
  (umask 022; cat > "$home/slurm.conf") <<END
ClusterName=tenas
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$home/munge.socket
CredType=cred/munge
SlurmctldPort=16817
SlurmctldPidFile=$home/slurmctld.pid
SlurmctldLogFile=$home/log/slurmctld.log
SlurmdPidFile=$home/%n/slurmd.pid
SlurmdLogFile=$home/log/%n.log
SlurmdSpoolDir=$home/%n
StateSaveLocation=$home/state
SwitchType=switch/none
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
MinJobAge=3600
KillWait=5
NodeName=n1 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=17001 CPUs=$cpus State=UNKNOWN
NodeName=n2 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=17002 CPUs=$cpus State=UNKNOWN
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
END
  export SLURM_CONF=$home/slurm.conf
  munged --force --key-file="$home/munge.key" --socket="$home/munge.socket" --pid-file="$home/munged.pid" \
    --log-file="$home/log/munged.log" --seed-file="$home/munge.seed"
  slurmctld -i
  slurmd -N n1
  slurmd -N n2
  for _ in {1..60}; do
    [[ $(sinfo -h -N -o %T 2>/dev/null | grep -c idle) -eq 2 ]] && return
    sleep 0.5
  done
  sinfo -N -l >&2 || true
  tail -n 5 "$home"/log/*.log >&2
  echo "the nodes did not come up" >&2
  exit 1
}

stop() {
  local file
  for file in "$home"/n1/slurmd.pid "$home"/n2/slurmd.pid "$home"/slurmctld.pid "$home"/munged.pid; do
    [[ -f $file ]] || continue
    local process
    process=$(<"$file")
    kill "$process" 2>/dev/null || true
    for _ in {1..20}; do kill -0 "$process" 2>/dev/null || break; sleep 0.25; done
    kill -9 "$process" 2>/dev/null || true
  done
  rm -rf "$home"
}

case ${1-} in
  start) start ;;
  stop) stop ;;
  conf) echo "$home/slurm.conf" ;;
  *) echo "usage: cluster.sh start|stop|conf" >&2; exit 64 ;;
esac
