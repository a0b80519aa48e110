package dev.octet.cli.option;

import dev.octet.model.family.FamilyNames;
import java.util.ListResourceBundle;

/** What help texts say of families: {@code ${bundle:families}} stands for their names. */
public final class FamilyTexts extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"families", String.join(", ", FamilyNames.all())},
      {"families.activation", String.join(", ", FamilyNames.ofOpenActivation())}
    };
  }
}
