package dev.octet.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
  @TempDir private Path folder;

  private Labels labels(String text) throws IOException {
    return Labels.read(Files.writeString(folder.resolve("labels.txt"), text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 tabby cat\n1 dog\n2 bird\n",
        "0: tabby cat\n1: dog\n2: bird",
        "0\ttabby cat\r\n1\tdog\r\n2\tbird\r\n",
        "1 tabby cat\n2 dog\n3 bird\n\n",
        "2 bird\n0 tabby cat\n1 dog\n",
        "0,tabby cat\n1,dog\n2,bird\n",
        "0;\"tabby cat\"\n1;\"dog\"\n2;\"bird\"\n",
        "class_id,class_name\n0,tabby cat\n1,dog\n2,bird\n",
        "tabby cat,0\ndog,1\nbird,2\n",
        "name,index\ntabby cat,0\ndog,1\nbird,2\n",
        "{0: 'tabby cat',\n 1: 'dog',\n 2: 'bird'}",
        "{\n0: 'tabby cat',\n1: 'dog',\n2: 'bird',\n}\n",
        "{\"0\": \"tabby cat\", \"1\": \"dog\", \"2\": \"bird\"}",
        "{\"tabby cat\": 0, \"dog\": 1, \"bird\": 2}",
        "{\"model_type\": \"mobilenet_v2\", \"id2label\": {\"1\": \"dog\", \"0\": \"tabby cat\","
            + " \"2\": \"bird\"}, \"label2id\": {}}"
      })
  void indicesAreNoPartOfTheNames(String text) throws IOException {
    Labels labels = labels(text);
    assertEquals(List.of("tabby cat", "dog", "bird"), labels.names());
    assertTrue(labels.hasIndices());
    assertEquals(0, labels.indexOf("tabby cat"));
    assertEquals(0, labels.indexOf("tabby"));
    assertEquals(2, labels.indexOf("bird"));
    assertEquals(TensorSource.UNLABELLED, labels.indexOf("fish"));
  }

  @Test
  void namesInAListOfJson() throws IOException {
    assertEquals(List.of("cat", "dog"), labels("[\"cat\", \"dog\"]").names());
    assertEquals(
        List.of("n01440764 tench", "n01443537 goldfish"),
        labels("{\"0\": [\"n01440764\", \"tench\"], \"1\": [\"n01443537\", \"goldfish\"]}")
            .names());
  }

  @Test
  void foldersMayHaveTheNamesOfIndices() throws IOException {
    Labels labels = labels("1 one\n2 two\n3 three\n");
    assertEquals(0, labels.indexOf("1"));
    assertEquals(2, labels.indexOf("3"));
    assertEquals(TensorSource.UNLABELLED, labels.indexOf("0"));
    assertEquals(TensorSource.UNLABELLED, labels.indexOf("4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0\n1\n2",
        "0 cat\n2 dog\n3 bird",
        "0 cat\n0 dog\n1 bird",
        "7 cat\n8 dog\n9 bird",
        "1 l bottle\n2 l bottle\n3 l bottle",
        "cat\n1 dog\n2 bird",
        "n01440764 tench\nn01443537 goldfish\nn01484850 shark",
        "tench, Tinca tinca\ngoldfish, Carassius auratus\nshark"
      })
  void linesWithoutIndicesAreNamesAsTheyStand(String text) throws IOException {
    Labels labels = labels(text);
    assertEquals(text.lines().toList(), labels.names());
    assertFalse(labels.hasIndices());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"0\": \"cat\", \"2\": \"dog\"}", "{\"a\": {}}", "[\"\"]", "{}"})
  void jsonOfAnotherKindIsRefused(String text) {
    OctetException e = assertThrows(OctetException.class, () -> labels(text));
    assertEquals(Failure.INPUT, e.failure());
  }
}
