// The Python of the page in Node.js, for the two steps of the build that need it:
//   node python.mjs pack PYODIDE PACKAGES BOOK OUT      compile the standard library and the packages (pack.py)
//   node python.mjs check PYODIDE OUT                   run all cells of OUT/pages.json, and write OUT/found.json
import fs from "node:fs"

const [step, pyodide, ...folders] = process.argv.slice(2)
const { loadPyodide } = await import(`file://${pyodide}/pyodide.mjs`)

const STEPS = {
  async pack() {
    const python = await start()
    const places = [pyodide, ...folders].map((folder, i) => {
      python.FS.mkdirTree(`/folder${i}`)
      python.mountNodeFS(`/folder${i}`, folder)
      return `/folder${i}`
    })
    python.runPython(fs.readFileSync(new URL("pack.py", import.meta.url), "utf8"))
    python.globals.get("pack")(...places)
  },
  async check([out]) {
    const python = await start({ stdLibURL: `${out}/stdlib.zip` })
    python.unpackArchive(new Uint8Array(fs.readFileSync(`${out}/packages.zip`)), "zip", { extractDir: "/packages" })
    python.FS.writeFile("/pages.json", fs.readFileSync(`${out}/pages.json`))
    python.runPython("import sys; sys.path.insert(0, '/packages'); import absent; absent.install()")
    fs.writeFileSync(`${out}/found.json`, python.pyimport("cells").all_of("/pages.json"))
  },
}

// Sets have one order in every run, so the same packages give the same bytes.
function start(options = {}) {
  return loadPyodide({ indexURL: pyodide, env: { PYTHONHASHSEED: "0" }, ...options })
}

// Without this, Node.js prints the line of the program that failed: a megabyte.
await STEPS[step](folders).catch((problem) => {
  console.error(problem.message)
  process.exit(1)
})
