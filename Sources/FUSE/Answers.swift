/// The kinds of answer: a `Reply` of one kind can send only what the kernel takes for that operation.
package enum EntryAnswer {}
/// Attributes of one inode.
package enum AttributesAnswer {}
/// The target of a symbolic link.
package enum LinkAnswer {}
/// Success without a value.
package enum DoneAnswer {}
/// An open file or directory.
package enum OpenAnswer {}
/// A dentry and an open file.
package enum CreateAnswer {}
/// Bytes of a file.
package enum DataAnswer {}
/// A number of bytes written.
package enum WriteAnswer {}
/// Entries of a directory.
package enum DirectoryAnswer {}
/// Figures of the file system.
package enum StatisticsAnswer {}
/// The value or the size of an extended attribute, or of the list of them.
package enum ExtendedAttributeAnswer {}
/// A position in a file.
package enum OffsetAnswer {}
