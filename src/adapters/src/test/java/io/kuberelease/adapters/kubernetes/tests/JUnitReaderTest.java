package io.kuberelease.adapters.kubernetes.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.TestFailure;
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
    void aCaseThatStandsAloneIsRead() {
        CollectedReports reports =
                read("<testcase classname='polls.Votes' name='counts'><failure message='no'/></testcase>");

        assertThat(reports.summary().orElseThrow().failed()).isEqualTo(1);
        assertThat(reports.notes()).isEmpty();
    }

    @Test
    void casesBelowAnElementThatNobodyKnowsAreNoPass() {
        CollectedReports reports = read(
                "<testsuite name='a'><testcase name='up'/></testsuite>",
                "<report><part><testcase name='counts'><failure/></testcase></part></report>",
                "<checkstyle><file name='a'/></checkstyle>",
                "<coverage><line");

        assertThat(reports.unread()).singleElement().asString().contains("test cases below <report>");
        assertThat(reports.notes()).hasSize(2).allSatisfy(note -> assertThat(note)
                .contains("left out"));
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
        assertThat(reports.unread())
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
        assertThat(reports.unread()).singleElement().asString().contains("document type declaration");
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
        CollectedReports reports = read("<coverage><line/></coverage>", "not XML at all", "", "<test-run/>");

        assertThat(reports.summary()).isEmpty();
        assertThat(reports.notes()).singleElement().asString().contains("its first element is <coverage>");
        assertThat(reports.unread()).hasSize(3);
        assertThat(reports.unread().get(1)).contains("report 2.xml is empty");
        assertThat(reports.unread().get(2)).contains("in its tool's own format");
    }

    @Test
    void whatXmlForbidsHidesNoRedTest() {
        CollectedReports reports = read(
                "<testsuite name='s'><testcase name='a'><system-out><![CDATA[\u001b[32mok\u001b[0m\0\ufffe]]></system-out></testcase>"
                        + "<testcase name='b&#27;&#x0;&#1114112;'><failure message='expected 3, got 4'>\u001b[31mno\b</failure></testcase>"
                        + "</testsuite>");

        TestSummary summary = reports.summary().orElseThrow();
        assertThat(summary.passed()).isEqualTo(1);
        assertThat(summary.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.message()).isEqualTo("expected 3, got 4");
            assertThat(failure.details()).containsExactly("no\ufffd");
        });
        assertThat(reports.unread()).isEmpty();
    }

    @Test
    void readsTheEncodingsThatFilesHave() {
        JUnitReader reader = new JUnitReader();
        String suite =
                "<testsuite name='gr\u00fcn'><testcase name='\u00e4'><failure message='\u00f6'/></testcase></testsuite>";
        String latin = "<?xml version='1.0' encoding='ISO-8859-1'?>\n" + suite;
        String little = "<?xml version='1.0' encoding='UTF-16'?>" + suite;
        reader.read("latin", latin.getBytes(StandardCharsets.ISO_8859_1));
        reader.read("marked", ("\ufeff" + suite).getBytes(StandardCharsets.UTF_16LE));
        reader.read("big", ("\ufeff" + little).getBytes(StandardCharsets.UTF_16BE));
        reader.read("unmarked", little.getBytes(StandardCharsets.UTF_16LE));
        reader.read("utf8", ("\ufeff" + suite).getBytes(StandardCharsets.UTF_8));
        reader.read("lies", little.getBytes(StandardCharsets.UTF_8));
        reader.read("late", ("\n  " + latin).getBytes(StandardCharsets.ISO_8859_1));

        CollectedReports reports = reader.collected();

        assertThat(reports.unread()).isEmpty();
        assertThat(reports.summary().orElseThrow().failures()).hasSize(7).allSatisfy(failure -> {
            assertThat(failure.suite()).isEqualTo("gr\u00fcn");
            assertThat(failure.name()).isEqualTo("\u00e4");
            assertThat(failure.message()).isEqualTo("\u00f6");
        });
    }

    @Test
    void testsThatDidNotRunHaveNotPassed() {
        TestSummary summary = read("""
                        <testsuites><testsuite name="Cart" tests="9" disabled="2">
                          <testcase name="adds" status="run" result="completed"/>
                          <testcase name="gtest" status="notrun" result="suppressed"/>
                          <testcase name="ctest" status="disabled"/>
                          <testcase name="gtest skipped" status="run" result="skipped"><skipped message="no"/></testcase>
                          <testcase name="nunit" executed="False"/>
                          <testcase name="nunit 2" status="Inconclusive"/>
                          <testcase name="element"><disabled/></testcase>
                          <testcase name="ctest red" status="fail"/>
                          <testcase name="red all the same" status="run"><skipped/><error message="in teardown"/></testcase>
                        </testsuite></testsuites>
                        """).summary().orElseThrow();

        assertThat(summary.passed()).isEqualTo(1);
        assertThat(summary.skipped()).isEqualTo(6);
        assertThat(summary.failed()).isEqualTo(2);
    }

    @Test
    void nestedSuitesAndTriesAreCountedOnceAndASuitesOwnErrorIsSeen() {
        TestSummary summary = read("""
                        <testsuites errors="1"><testsuite name="outer"><testsuite name="inner">
                          <testcase name="flaky"><flakyFailure message="first try">at one</flakyFailure></testcase>
                          <testcase name="thrice"><failure message="no"/><rerunFailure message="no"/><rerunFailure/></testcase>
                          <testcase name="parent"><testcase name="child"><failure message="deep"/></testcase></testcase>
                        </testsuite>
                        <testsuite name="did not start" errors="1"><error message="database is away">in setUp</error></testsuite>
                        <testsuite name="says no more" failures="2"><properties><property name="error"/></properties></testsuite>
                        </testsuite></testsuites>
                        """).summary().orElseThrow();

        assertThat(summary.passed()).isEqualTo(2);
        assertThat(summary.failures())
                .extracting(failure -> failure.suite() + ": " + failure.message())
                .containsExactly(
                        "inner: no",
                        "inner: deep",
                        "did not start: database is away",
                        "says no more: the suite says that it has 2 failures or errors, and no case of it tells of one");
    }

    @Test
    void aSuiteThatSaysItIsRedIsRedThoughNoneOfItsCasesSaysSo() {
        TestSummary summary = read(
                        "<testsuite name='s' tests='2' failures='1'><testcase name='a'/><testcase name='b'/></testsuite>",
                        "<testsuites errors='3'><testsuite name='t'><testcase name='c'/></testsuite></testsuites>",
                        "<testsuite name='u' failures='4'><testcase name='d'><failure message='two'/></testcase></testsuite>")
                .summary()
                .orElseThrow();

        assertThat(summary.passed()).isEqualTo(3);
        assertThat(summary.failures())
                .extracting(TestFailure::message)
                .satisfiesExactly(
                        first -> assertThat(first).contains("has 1 failures"),
                        second -> assertThat(second).contains("has 3 failures"),
                        third -> assertThat(third).isEqualTo("two"));
    }

    @Test
    void readsManyFilesAndALargeOneQuickly() {
        JUnitReader reader = new JUnitReader();
        String suite = "<testsuite name='s'>" + "<testcase name='t'/>".repeat(20) + "</testsuite>";
        for (int i = 0; i < 300; i++) {
            reader.read(i + ".xml", suite.getBytes(StandardCharsets.UTF_8));
        }
        reader.read(
                "big.xml",
                ("<testsuite name='big'><system-out>" + "x".repeat(3_000_000) + "</system-out></testsuite>")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(reader.collected().summary().orElseThrow().passed()).isEqualTo(6000);
        assertThat(reader.collected().unread()).isEmpty();
    }

    @Test
    void aNestingWithoutEndIsRefused() {
        String deep = "<testsuite>" + "<testcase>".repeat(100_000);

        assertThat(read(deep).unread()).singleElement().asString().contains("too deeply");
    }

    private static CollectedReports read(String... files) {
        JUnitReader reader = new JUnitReader();
        for (int index = 0; index < files.length; index++) {
            reader.read(index + ".xml", files[index].getBytes(StandardCharsets.UTF_8));
        }
        return reader.collected();
    }
}
