/** A program on ePump that is a module; ModulesTest compiles and runs it. */
module probe {
    requires io.epump;
    requires java.management; // to look at what io.epump shows there
    requires jdk.jfr;
}
