/** Reading model files as a whole and as zip archives, with limits. */
package dev.octet.model.file;
