package io.kuberelease.adapters.kubernetes.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.TestSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JUnitReaderTest {

    @TempDir
    private Path directory;

    @Test
    void countsCasesOfAllFilesWhateverTheSuitesClaim() {
        CollectedReports reports = read(
                """
                <testsuites tests="99"><testsuite name="polls" tests="0">
                  <testcase classname="polls.Votes" name="counts"/>
                  <testcase classname="polls.Votes" name="later"><skipped message="not yet"/></testcase>
                </testsuite></testsuites>
                """,
                "<testsuite name='smoke'><testcase name='up'><system-out>hello</system-out></testcase></testsuite>");

        TestSummary summary = reports.summary().orElseThrow();
        assertThat(summary.passed()).isEqualTo(2);
        assertThat(summary.skipped()).isEqualTo(1);
        assertThat(summary.failed()).isZero();
        assertThat(reports.notes()).isEmpty();
    }

    @Test
    void keepsWhatRedTestsSaid() {
        TestSummary summary = read("""
                        <testsuite name="polls">
                          <testcase classname="polls.Votes" name="counts">
                            <failure message="assert 3 == 4" type="AssertionError">
                        line one
                        line <![CDATA[<two>]]></failure>
                            <error message="and in teardown"/>
                          </testcase>
                          <testcase name="connects"><error type="OSError">
                            refused</error></testcase>
                        </testsuite>
                        """).summary().orElseThrow();

        assertThat(summary.failed()).isEqualTo(2);
        assertThat(summary.failures().get(0).suite()).isEqualTo("polls.Votes");
        assertThat(summary.failures().get(0).message()).isEqualTo("assert 3 == 4");
        assertThat(summary.failures().get(0).details()).containsExactly("line one", "line <two>");
        assertThat(summary.failures().get(1).suite()).isEqualTo("polls");
        assertThat(summary.failures().get(1).message()).isEqualTo("refused");
    }

    @Test
    void keepsASelectionOfVeryManyFailuresButCountsAll() {
        String report = "<testsuite name='s'>" + "<testcase name='t'><failure message='m'/></testcase>".repeat(250)
                + "</testsuite>";

        TestSummary summary = read(report).summary().orElseThrow();

        assertThat(summary.failed()).isEqualTo(250);
        assertThat(summary.failures()).hasSize(100);
    }

    @Test
    void countsWhatComesBeforeAFileBreaksOff() {
        CollectedReports reports =
                read("<testsuite name='s'>\n<testcase name='a'/>\n<testcase name='b'><failure message='no'/>");

        assertThat(reports.summary().orElseThrow().passed()).isEqualTo(1);
        assertThat(reports.summary().orElseThrow().failed()).isEqualTo(1);
        assertThat(reports.notes())
                .singleElement()
                .asString()
                .contains("report 0.xml is not well-formed XML at line 3");
    }

    @Test
    void refusesADocumentTypeAndReadsNothingOutside() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "do-not-tell");
        CollectedReports reports = read("<?xml version='1.0'?><!DOCTYPE testsuite [<!ENTITY x SYSTEM '" + secret.toUri()
                + "'>]><testsuite><testcase name='&x;'/></testsuite>");

        assertThat(reports.summary()).isEmpty();
        assertThat(reports.notes()).singleElement().asString().contains("document type declaration");
        assertThat(reports.toString()).doesNotContain("do-not-tell");
    }

    @Test
    void refusesEntitiesThatWouldGrowWithoutEnd() {
        String bomb = "<!DOCTYPE t [<!ENTITY a '" + "x".repeat(1000) + "'><!ENTITY b '" + "&a;".repeat(1000)
                + "'>]><testsuite><testcase name='t'><failure>" + "&b;".repeat(1000)
                + "</failure></testcase></testsuite>";

        assertThat(read(bomb).summary()).isEmpty();
    }

    @Test
    void refusesWhatIsNoReport() {
        CollectedReports reports = read("<coverage><testcase/></coverage>", "not XML at all", "");

        assertThat(reports.summary()).isEmpty();
        assertThat(reports.notes()).hasSize(3).first().asString().contains("its first element is <coverage>");
    }

    private static CollectedReports read(String... files) {
        JUnitReader reader = new JUnitReader();
        for (int index = 0; index < files.length; index++) {
            reader.read(index + ".xml", files[index].getBytes(StandardCharsets.UTF_8));
        }
        return reader.collected();
    }
}
