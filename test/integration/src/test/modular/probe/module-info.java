/** A program on ePump that is a module; ModulesTest compiles and runs it. */
module probe {
    requires io.epump;
}
