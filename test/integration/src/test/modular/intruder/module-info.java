/** What must not compile: ModulesTest. */
module intruder {
    requires io.epump;
}
