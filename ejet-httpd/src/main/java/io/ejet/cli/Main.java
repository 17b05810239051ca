package io.ejet.cli;

import java.io.PrintStream;
import java.util.Arrays;

/** The program {@code ejet}: {@code java -jar ejet.jar -c FILE}. */
public final class Main {
    private static final int DONE = 0;
    private static final int BROKEN = 1;
    private static final int CANNOT_START = 2;

    private Main() {}

    /**
     * Runs the program and ends the JVM: exit code 0 when it has done what it was asked for, 2 when it could not, with the
     * reason on standard error; 1 when a running server has refused to reload.
     *
     * @param args see {@code -h}
     */
    @SuppressWarnings("CatchAndPrintStackTrace") // the log may be what is broken
    public static void main(String[] args) {
        ProgramLog.beginLoading();
        Signals signals = Signals.install();
        int code = BROKEN;
        try {
            code = run(args, System.out, System.err, signals);
        } catch (Throwable e) { // a bug; the pump's threads would keep the JVM alive without serving
            e.printStackTrace();
        }
        signals.ended();
        System.exit(code);
    }

    /** What {@link #main} does but for ending the JVM; answers the exit code. */
    static int run(String[] args, PrintStream out, PrintStream err, Signals signals) throws InterruptedException {
        try {
            Program program = new Program(out, err, signals);
            if (args.length > 0 && args[0].equals(ExplainCommand.NAME)) {
                new ExplainCommand(out, program).run(Arrays.asList(args).subList(1, args.length));
                return DONE;
            }
            Arguments arguments = Arguments.parse(args);
            switch (arguments.action()) {
                case SERVE -> program.serve(arguments);
                case TEST -> program.test(arguments);
                case PRINT -> program.print(arguments);
                case REHEARSE -> new Rehearsal(program, signals).run();
                case RELOAD -> {
                    return new ReloadOrder(out, err).run(arguments.configuration());
                }
                case VERSION -> out.println(Version.text());
                case HELP -> out.println(Arguments.usage());
                case USAGE -> {
                    err.println(Arguments.usage());
                    return CANNOT_START;
                }
            }
            return DONE;
        } catch (StartFailure e) {
            err.println("eJet: " + e.getMessage());
            return CANNOT_START;
        }
    }
}
