// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// A query on an archived object (boto3: `SelectParameters`).
public struct SelectParameters: Sendable, Hashable {
    /// How the object is written (boto3: `InputSerialization`).
    public var inputSerialization: InputSerialization
    /// The query's language (boto3: `ExpressionType`).
    public var expressionType: ExpressionType
    /// The query (boto3: `Expression`).
    public var expression: String
    /// How the result is written (boto3: `OutputSerialization`).
    public var outputSerialization: OutputSerialization

    /// Takes what is required; the rest is set after.
    public init(
        inputSerialization: InputSerialization,
        expressionType: ExpressionType,
        expression: String,
        outputSerialization: OutputSerialization
    ) {
        self.inputSerialization = inputSerialization
        self.expressionType = expressionType
        self.expression = expression
        self.outputSerialization = outputSerialization
    }
}

extension SelectParameters {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        inputSerialization.write(to: &document, as: "InputSerialization")
        document.element("ExpressionType", expressionType.rawValue)
        document.element("Expression", expression)
        outputSerialization.write(to: &document, as: "OutputSerialization")
        document.close(tag)
    }
}
