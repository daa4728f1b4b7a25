/// What `--help` prints.
enum Help {
    static let text = """
        Usage: fixture-backend [OPTION]...
        A scripted yoi Backend on loopback, for tests and for trying the filters without a Backend.
        It prints "listening on http://127.0.0.1:PORT" and serves until it is killed.

          --api API            speak this API: events or protocol (default)
          --port N             listen on this port (default 0: the system chooses)
          --prefix PATH        live below this path
          --workspace-id ID    Workspace of the workers named after it; a second one is another Workspace
          --runtime-id ID      Runtime of the workers named after it (default runtime-a); embedded-worker-runtime
                               is the Backend's own
          --worker-id ID       one more worker (default worker-00000001)
          --workers N          instead of --worker-id: N of them, worker-00000001 and so on

        Runs of each worker; NAME is one of Tests/Fixtures/recordings/worker, attach/NAME, random/SEED, or a path that
        begins with / or . :
          --play NAME          play it from the start
          --on-observe NAME    play it when the first observer comes
          --on-input NAME      play it when a user input comes (given again: for the second input, ...); on the
                               protocol API also for notifications, and hello if there is none
          --on-cancel NAME     play it after a cancel of the events API
          --pace D             wait before each event (runs: default 5ms)
          --transcript N       begin with a transcript, or a log, of N messages
          --snapshot NAME      send the first line of that recording as every snapshot
          --generate COUNT     instead of runs: COUNT text deltas, all of them always there to resume in
          --size BYTES         text of each of them (default 32, at least 14), or of a message of the log

        Of the protocol API:
          --backlog N          cut off an observer who is more than N events late
          --quirks N           of 100 attaches, N get events again after the snapshot, N see idle early (default 1)
          --seed N             which ones (default 0)
          --freeze             completions of the embedded Runtime stop everything, as in the real one
          --per-connection     begin the generated run with each connection, instead of going on with it
          --runtime-down       no Runtime but the embedded one can be reached

          --playback NAME      play back one of Tests/Fixtures/recordings/backend, today/NAME, or a path
          --script SCRIPT      misbehave: JSON text, one of Tests/Fixtures/scripts, or a path

          --state FILE         remember everything there, so that a killed server can go on where it was
          --log FILE           write what was seen, one JSON line per request, frame and end
          --until-input-ends   stop when standard input ends
          --print NAME         only print the event lines of that run
          --snapshots          after each of them, the snapshot of that moment
          -h, --help           this help
        """
}
