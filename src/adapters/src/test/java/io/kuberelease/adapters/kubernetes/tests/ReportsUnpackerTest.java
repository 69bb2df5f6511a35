package io.kuberelease.adapters.kubernetes.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsUnpackerTest {

    @TempDir
    private Path kept;

    private ReportsUnpacker unpacker;

    @BeforeEach
    void keepReportsInADirectory() {
        unpacker = new ReportsUnpacker(new ReportsPlace("/app/reports", "*.xml"), new DirectoryReports(kept));
    }

    @Test
    void keepsTheReportsThatCouldBeReadUnderNamesThatLeadNowhere() throws IOException {
        String log = ReportsCourier.BEGIN + "\n" + archive("./a.xml", "<testsuite><testcase name='a'/></testsuite>")
                + ReportsCourier.END;

        unpacker.unpack(log);
        new DirectoryReports(kept).keep("../../b.xml", new byte[0]);

        try (Stream<Path> files = Files.list(kept)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allSatisfy(name -> assertThat(name).matches("TEST-[0-9a-f]+-[A-Za-z0-9._-]+[.]xml"))
                    .anySatisfy(name -> assertThat(name).endsWith("b.xml"));
        }
    }

    @Test
    void keepsNothingThatIsNoReport() throws IOException {
        String log = ReportsCourier.BEGIN + "\n"
                + archive("./a.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><testsuite/>")
                + ReportsCourier.END;

        unpacker.unpack(log);

        assertThat(kept).isEmptyDirectory();
    }

    @Test
    void readsTheReportsBetweenTheMarks() throws IOException {
        String log = "noise\n" + ReportsCourier.BEGIN + "\n"
                + archive("./a.xml", "<testsuite><testcase name='a'/></testsuite>") + ReportsCourier.END + "\n";

        assertThat(unpacker.unpack(log).summary().orElseThrow().passed()).isEqualTo(1);
    }

    @Test
    void leavesOutFilesThatAreNoReports() throws IOException {
        String log = ReportsCourier.BEGIN + "\n"
                + archive("../../etc/a.xml", "<testsuite><testcase name='a'/></testsuite>") + ReportsCourier.END;

        assertThat(unpacker.unpack(log).summary()).isEmpty();
    }

    @Test
    void saysWhenReportsAreTooLarge() {
        assertThat(unpacker.unpack(ReportsCourier.TOO_LARGE + " 12345678").unread())
                .singleElement()
                .asString()
                .contains("too large to be carried out of the pod: 12345678 bytes compressed, at most 6291456");
    }

    @Test
    void saysWhenThereAreNone() {
        assertThat(unpacker.unpack(ReportsCourier.NONE).notes())
                .containsExactly("no report matches *.xml in /app/reports");
    }

    @Test
    void saysWhenTheLogBrokeOff() throws IOException {
        String log = ReportsCourier.BEGIN + "\n" + archive("./a.xml", "<testsuite/>");

        assertThat(unpacker.unpack(log).unread())
                .singleElement()
                .asString()
                .contains("did not come out of the pod whole");
    }

    @Test
    void saysWhenTheArchiveIsDamaged() {
        String log = ReportsCourier.BEGIN + "\nAAAA\n" + ReportsCourier.END;

        assertThat(unpacker.unpack(log).unread()).singleElement().asString().contains("damaged");
    }

    @Test
    void saysWhichReportNobodyCouldRead() throws IOException {
        String log = ReportsCourier.UNREADABLE + " ./b.xml\n" + ReportsCourier.BEGIN + "\n"
                + archive("./a.xml", "<testsuite><testcase name='a'/></testsuite>") + ReportsCourier.END + "\n";

        assertThat(unpacker.unpack(log).unread())
                .singleElement()
                .asString()
                .contains("report ./b.xml could not be read");
    }

    @Test
    void keepsAReportThatHadToBeMendedAsOneThatOthersCanRead() throws IOException {
        String log = ReportsCourier.BEGIN + "\n"
                + archive("./a.xml", "<testsuite><testcase name='\u001b[1ma'/></testsuite>") + ReportsCourier.END;

        unpacker.unpack(log);

        try (Stream<Path> files = Files.list(kept)) {
            assertThat(files).singleElement().satisfies(file -> assertThat(file)
                    .hasContent("<testsuite><testcase name='a'/></testsuite>"));
        }
    }

    private static String archive(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            byte[] text = content.getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(text.length);
            tar.putArchiveEntry(entry);
            tar.write(text);
            tar.closeArchiveEntry();
        }
        return Base64.getMimeEncoder(80, new byte[] {'\n'}).encodeToString(bytes.toByteArray()) + "\n";
    }
}
