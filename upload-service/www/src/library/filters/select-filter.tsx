type SelectFilterProps = {
  name: string;
  /** The values and their names. */
  options: [string, string][];
  value: string | undefined;
  /** Called with an empty string for "any". */
  onChoose: (value: string) => void;
};

/** One of several values, or any. */
export const SelectFilter = ({ name, options, value = '', onChoose }: SelectFilterProps) => (
  <label class="filter">
    <span>{name}</span>
    <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
      <option value="">Any</option>
      {options.map(([each, called]) => (
        <option key={each} value={each}>
          {called}
        </option>
      ))}
    </select>
  </label>
);
