/** Tests of the project as a whole: modules, names of tests, what a build leaves. */
package dev.octet.cli.build;
