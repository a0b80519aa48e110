/** Tests of the project's pages: links, equations, names of classes and examples hold. */
package dev.octet.cli.docs;
