package io.epump.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ServerCpuTest {
    @Test
    void shouldAddUserAndSystemTimeWhenTheNameHoldsBlanksAndBrackets() {
        assertEquals(142, ServerCpu.ticksOf("4711 (a b) (c) S 1 2 3 4 5 6 7 8 9 10 100 42 7000 8000 20 0 9 0\n"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNotGoBackWhenAskedForThisProcess() throws IOException {
        ServerCpu cpu = new ServerCpu(ProcessHandle.current().pid());
        long before = cpu.ticks();
        assertTrue(before > 0, "ticks=" + before);
        assertTrue(cpu.ticks() >= before);
    }
}
