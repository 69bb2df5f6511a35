package io.kuberelease.adapters.kubernetes.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogCursorTest {

    private static final String FIRST = "2026-11-21T11:00:00.1Z one";
    private static final String SECOND = "2026-11-21T11:00:00.25Z two";
    private static final String SAME_TIME = "2026-11-21T11:00:00.25Z two again";
    private static final String LAST = "2026-11-21T11:00:01Z three";

    private final List<String> told = new ArrayList<>();
    private final LogCursor cursor = new LogCursor(told::add);

    @Test
    void tellsLinesWithoutTheirTime() {
        read(FIRST, "2026-11-21T11:00:00.2Z", "2026-11-21T11:00:00.2Z  indented");

        assertThat(told).containsExactly("one", "", " indented");
    }

    @Test
    void goesOnWhereAStreamBrokeOff() {
        read(FIRST, SECOND);
        read(FIRST, SECOND, SAME_TIME, LAST);
        read(SECOND, SAME_TIME, LAST);

        assertThat(told).containsExactly("one", "two", "two again", "three");
    }

    @Test
    void splitsBytesIntoLinesWhereverTheyWereCut() {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(100, lines::add);
        byte[] bytes = "é1\r\n\nlast".getBytes(StandardCharsets.UTF_8);

        for (byte next : bytes) {
            splitter.bytes(ByteBuffer.wrap(new byte[] {next}));
        }
        splitter.end();

        assertThat(lines).containsExactly("é1", "", "last");
    }

    @Test
    void marksALineThatItCuts() {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(4, lines::add);

        splitter.bytes(ByteBuffer.wrap("12345\n1234\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(lines).containsExactly("1234… (cut)", "1234");
    }

    private void read(String... lines) {
        cursor.rewind();
        List.of(lines).forEach(cursor::line);
    }
}
