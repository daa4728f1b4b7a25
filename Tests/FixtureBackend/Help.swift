/// What `--help` prints.
enum Help {
    static let text = """
        Usage: fixture-backend [OPTION]...
        A scripted yoi Backend on loopback, for tests and for trying the filters without a Backend.
        It prints "listening on http://127.0.0.1:PORT" and serves until it is killed.

          --port N             listen on this port (default 0: the system chooses)
          --prefix PATH        live below this path
          --runtime-id ID      Runtime of the workers named after it (default runtime-a)
          --worker-id ID       one more worker (default worker-00000001)

        Runs; NAME is one of Tests/Fixtures/recordings/worker, or a path that begins with / or . :
          --play NAME          play it from the start
          --on-observe NAME    play it when the first observer comes
          --on-input NAME      play it when a user input comes (given again: for the second input, ...)
          --on-cancel NAME     play it after a cancel
          --pace D             wait before each event (runs: default 5ms)
          --transcript N       begin with a transcript of N messages
          --snapshot NAME      send the first line of that recording as every snapshot
          --generate COUNT     instead of runs: COUNT text deltas, all of them always there to resume in
          --size BYTES         text of each of them (default 32, at least 14)

          --playback NAME      play back one of Tests/Fixtures/recordings/backend, or a path
          --script SCRIPT      misbehave: JSON text, one of Tests/Fixtures/scripts, or a path

          --state FILE         remember everything there, so that a killed server can go on where it was
          --log FILE           write what was seen, one JSON line per request, frame and end
          --until-input-ends   stop when standard input ends
          -h, --help           this help
        """
}
